from kb.verify.base import verify
from kb.verify.finding import Finding

__all__ = ["Finding", "verify"]
