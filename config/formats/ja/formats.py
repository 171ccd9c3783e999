"""Japanese: printed as Django does (2026年5月14日), and read in the same form."""

DATETIME_FORMAT = "Y年n月j日 G:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
