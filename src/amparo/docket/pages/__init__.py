"""Pages of the docket: static, without script, each with a JSON twin. One module a page."""
