"""What `quoth bench` measures: retrieval quality, and speed and memory of whole processes.

    from quoth.eval.bench.run import BenchOptions, run_bench

    report = run_bench(BenchOptions(documents, (claims,)), print)
    print(report.to_text())

Nothing here prints, and nothing is kept but the report.
"""
