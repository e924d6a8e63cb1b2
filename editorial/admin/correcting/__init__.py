from editorial.admin.correcting.pages import CorrectPages

__all__ = ["CorrectPages"]
