"""Pictures that carry data, as SVG text from plain data: sparkline, timeline.

Knows no room and reads nothing: numbers, dates and words in, one `<svg>` element out. Every picture takes its ink from
`currentColor`, so that it follows the page into night and print; it carries no style attribute and no script, so that a
page with `default-src 'none'` can hold it inline; and it says in words (`<title>`, `<desc>`) what it shows.
"""
