"""What the reader and the entailment network have in common: both read two texts as one input.

layout    the input: tokens, segments, places in the text
network   a graph in onnxruntime
weights   their files, which ship with the package
"""
