"""Keep OKRs and KPIs as YAML files in git: validated, scored and reviewed by meaning."""

__version__ = "0.1.0"
