"""Dataset Processor: upload a dataset, have it processed in the background, fetch its report."""

__version__ = "0.1.0"
