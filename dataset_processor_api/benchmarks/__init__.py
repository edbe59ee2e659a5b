"""Dataset Processor and its peers side by side, on data made from a seed; it knows the product by its command line."""
