"""Question sets, measures, comparisons and training. Programs of their own: `python -m eval.NAME`.

commands      `article-qa eval`
sets          question sets            expectations   what an answer must hold, judged by rule
runs          their answers, stored as they come
pipelines     the program, and the baselines it is compared with
case, metrics/   what is measured      statistics, scoring, summary   intervals, comparison
report/       the page for people      questions/ our own, on the seeds
compare_*     answers, checkouts, embeddings, entailment, indexing, searching, verification: side
              by side; updates, recall: at size
made_store    a store of any size, without embedding
training/     trains the reader        entailment/   trains the entailment network
followups/    trains the tagger, which tells what a follow-up means
fit_ranker, fit_attribution, fit_kind, fit_readings    fit linear weights
claims        claims with labels, from public sets      kinds/   questions of each kind
judged        questions with the likeliest sentences, and which of them answer
make_embedding, embedding_graph, minilm, graphs        make the packaged embedding model
published, smoothing     an encoder as the body of a network of ours, and its way to eight bits
"""
