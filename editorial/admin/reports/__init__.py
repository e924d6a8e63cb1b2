from editorial.admin.reports.pages import report_index, report_page

__all__ = ["report_index", "report_page"]
