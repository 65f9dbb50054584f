"""More first pages as publishers set them, with invented papers."""

from __future__ import annotations

from tests.index.metadata.layouts import Page


def footer_with_bars(p: Page) -> None:
    """Nature: no abstract heading, citation in the footer between bars."""
    p.put("ARTICLE", 50, 790, 10, "Helvetica-Bold")
    p.put("https://doi.org/10.5555/s41467-020-1234-5", 50, 770, 8)
    p.put("OPEN", 400, 770, 8, "Helvetica-Bold")
    p.put("Meltwater drives the seasonal voice", 50, 730, 24, "Helvetica")
    p.put("of glaciers", 50, 703, 24, "Helvetica")
    p.put("Ann Lee^{1,2,5}, Jo B. Roe^{3,5}, Søren Ødegård^{4} & Max Moe^{1}*", 50, 670, 11)
    p.prose(50, 640, 500, 490, 10)
    p.put(
        "1 Department of Ice, University of North, 1234 Northtown, Norway. 2 Ice Lab. "
        "*email: max@example.org",
        50,
        70,
        6,
    )
    p.put(
        "NORTHERN COMMUNICATIONS |          (2020) 11:1234 | "
        "https://doi.org/10.5555/s41467-020-1234-5 | www.example.org",
        50,
        40,
        7,
    )


def left_column_of_editors(p: Page) -> None:
    """Frontiers: editors and a citation in the left column."""
    p.put("ORIGINAL RESEARCH", 430, 800, 7)
    p.put("published: 12 May 2019", 430, 791, 7)
    p.put("doi: 10.5555/fpsyg.2019.01234", 430, 782, 7)
    p.put("Humming While Waiting: Two Field", 170, 740, 20, "Helvetica-Bold")
    p.put("Studies in Stations", 170, 718, 20, "Helvetica-Bold")
    p.put("Ann Lee^{1}*, Jo Roe^{1,2} and Pía del Río^{2}", 170, 690, 11, "Helvetica-Bold")
    p.put(
        "^{1} Department of Waiting, Station University, Bern, Switzerland, ^{2} Humming "
        "Lab, Quito, Ecuador",
        170,
        675,
        8,
    )
    p.prose(170, 650, 450, 370, 9)
    p.put("Edited by:", 50, 640, 7, "Helvetica-Bold")
    p.put("Karl Vogel,", 50, 631, 7)
    p.put("Nightfall University, Australia", 50, 622, 7)
    p.put("Reviewed by:", 50, 610, 7)
    p.put("Olga Brandt,", 50, 601, 7)
    p.put("Received: 4 January 2019", 50, 560, 7)
    p.put("Accepted: 30 April 2019", 50, 551, 7)
    p.put("Published: 12 May 2019", 50, 542, 7)
    p.put("Citation:", 50, 530, 7, "Helvetica-Bold")
    p.put("Lee A, Roe J and del Río P (2019)", 50, 521, 7)
    p.put("Humming While Waiting: Two Field", 50, 512, 7)
    p.put("Studies in Stations.", 50, 503, 7)
    p.put("Front. Hum. 10:1234.", 50, 494, 7)
    p.put("doi: 10.5555/fpsyg.2019.01234", 50, 485, 7)
    p.put("Keywords: humming, waiting, stations", 170, 420, 9)
    p.put("INTRODUCTION", 170, 390, 11, "Helvetica-Bold")
    p.prose(170, 370, 90, 370, 10)
    p.put("Frontiers in Humming | www.example.org 1 May 2019 | Volume 10 | Article 1234", 50, 30, 7)


def names_between_bars(p: Page) -> None:
    """Wiley: names parted by bars, labels in capitals."""
    p.put("Received: 1 May 2019 | Revised: 3 July 2019 | Accepted: 9 August 2019", 50, 800, 7)
    p.put("DOI: 10.5555/abc.1234", 50, 788, 8)
    p.put("ORIGINAL ARTICLE", 50, 750, 9, "Helvetica-Bold")
    p.put("Do owls listen to trains? A playback experiment", 50, 715, 18, "Helvetica-Bold")
    p.put("Ann Lee^{1}  |  Jo Roe^{2}  |  Max van Moe^{1,3}", 50, 685, 12, "Helvetica-Bold")
    p.put("^{1}School of Owls, University of Riga, Riga, Latvia", 50, 660, 8)
    p.put("Abstract", 220, 640, 10, "Helvetica-Bold")
    p.prose(220, 625, 450, 330, 9)
    p.put("KEYWORDS", 220, 430, 8, "Helvetica-Bold")
    p.put("owls, playback, trains", 220, 418, 9)
    p.put("1  |  INTRODUCTION", 50, 390, 11, "Helvetica-Bold")
    p.prose(50, 370, 100, 230, 10)
    p.prose(310, 370, 100, 230, 10)
    p.put("J Appl Owl. 2020;34:123–145.", 50, 30, 8)
    p.put("wileyonlinelibrary.example/journal/jao", 250, 30, 8)
    p.put("© 2019 John Riley & Sons Ltd", 430, 30, 8)


def corner_citation(p: Page) -> None:
    """Oxford: citation and dates in the upper right corner."""
    p.put("Bioarchives, 35(14), 2019, 2421–2432", 400, 800, 7)
    p.put("doi: 10.5555/bioarchives/bty1014", 400, 791, 7)
    p.put("Advance Access Publication Date: 7 December 2018", 400, 782, 7)
    p.put("Original Paper", 400, 773, 7)
    p.put("Sequence analysis", 50, 740, 10)
    p.put("Fast alignment of parish registers with", 50, 715, 18, "Helvetica-Bold")
    p.put("seed chains", 50, 694, 18, "Helvetica-Bold")
    p.put("Ann Lee^{1,2}, Jo Roe^{1} and Max Moe^{1,*}", 50, 665, 11)
    p.put(
        "^{1}Department of Registers, University of Oxbow, Oxbow, UK and ^{2}Parish Lab, Ely, UK",
        50,
        650,
        8,
    )
    p.put("*To whom correspondence should be addressed.", 50, 640, 7)
    p.put("Abstract", 50, 610, 10, "Helvetica-Bold")
    p.prose(50, 595, 430, 470, 9)
    p.put("1 Introduction", 50, 400, 10, "Helvetica-Bold")
    p.prose(50, 380, 100, 230, 9)


def letters_as_marks(p: Page) -> None:
    """PNAS: letters as marks, editor and dates below, volume in the footer."""
    p.put("A slow clock in the roots of beech trees", 50, 740, 20, "Helvetica-Bold")
    p.put("Ann Lee^{a,1}, Jo Roe^{b,c}, and Max Moe^{a}", 50, 710, 11, "Helvetica-Bold")
    p.put(
        "^{a}Department of Trees, Beech University, Beechtown, MA 02138; ^{b}Root "
        "Institute, 1010 Vienna, Austria",
        50,
        695,
        8,
    )
    p.put(
        "Edited by Karl Vogel, Nightfall University, Perth, Australia, and approved "
        "March 3, 2018 (received for review May 5, 2017)",
        50,
        675,
        7,
    )
    p.prose(50, 650, 120, 230, 9)
    p.prose(310, 650, 120, 230, 9)
    p.put("www.example.org/cgi/doi/10.5555/pnas.1712345115", 50, 30, 7)
    p.put("PNAX | April 3, 2018 | vol. 115 | no. 14 | 3456–3461", 330, 30, 7)


def cover_sheet(p: Page) -> None:
    """Taylor & Francis: a cover sheet that says how to cite."""
    p.put("Journal of Quiet Studies", 50, 780, 20, "Helvetica-Bold")
    p.put(
        "ISSN: 1111-2222 (Print) 3333-4444 (Online) Journal homepage: "
        "https://www.example.com/loi/jqs20",
        50,
        760,
        8,
    )
    p.put("The sound of closed libraries", 50, 700, 16, "Helvetica-Bold")
    p.put("Ann Lee & Jo Roe", 50, 670, 11, "Helvetica-Bold")
    p.put(
        "To cite this article: Ann Lee & Jo Roe (2019) The sound of closed libraries, "
        "Journal of Quiet",
        50,
        630,
        9,
    )
    p.put("Studies, 12:3, 45-67, DOI: 10.5555/01234567.2019.1234567", 50, 619, 9)
    p.put("To link to this article: https://doi.org/10.5555/01234567.2019.1234567", 50, 600, 9)
    p.put("Published online: 12 Mar 2019.", 50, 570, 9)
    p.put("Submit your article to this journal", 50, 540, 9)
    p.put("Article views: 1234", 50, 520, 9)


def reference_format(p: Page) -> None:
    """ACM: blocks of names, a reference format, the conference in the footer."""
    p.centred("Sorting Buttons at the Speed of Rain", 770, 18, "Helvetica-Bold")
    for x, n in ((80, "Ann Lee"), (250, "Jo Roe"), (420, "Max Moe")):
        p.put(n, x, 735, 12)
        p.put("Button University", x, 722, 10)
        p.put("Lyon, France", x, 711, 10)
        p.put("x@example.org", x, 700, 10)
    p.put("ABSTRACT", 50, 660, 11, "Helvetica-Bold")
    p.prose(50, 645, 500, 240, 9)
    p.put("KEYWORDS", 50, 480, 11, "Helvetica-Bold")
    p.put("buttons, sorting, rain", 50, 466, 9)
    p.put("ACM Reference Format:", 50, 445, 8, "Helvetica-Bold")
    p.put("Ann Lee, Jo Roe, and Max Moe. 2020. Sorting Buttons at the", 50, 435, 8)
    p.put("Speed of Rain. In Proceedings of the 26th Conference on Buttons", 50, 426, 8)
    p.put("(BUT ’20), August 23–27, 2020, Virtual Event, USA. ACM, New York,", 50, 417, 8)
    p.put("NY, USA, 10 pages. https://doi.org/10.5555/3394486.3403001", 50, 408, 8)
    p.put("1 INTRODUCTION", 50, 380, 11, "Helvetica-Bold")
    p.prose(50, 365, 150, 240, 9)
    p.prose(310, 660, 100, 240, 9)
    p.put("BUT ’20, August 23–27, 2020, Virtual Event, USA", 50, 110, 7)
    p.put("© 2020 Association for Computing Buttons.", 50, 100, 7)
    p.put("ACM ISBN 978-1-4503-7998-4/20/08.", 50, 91, 7)
    p.put("https://doi.org/10.5555/3394486.3403001", 50, 82, 7)


def side_by_side(p: Page) -> None:
    """LaTeX article: two authors side by side, a date."""
    p.centred("On the Number of Ways to Fold a Map", 720, 17)
    p.put("Ann Lee", 150, 680, 12)
    p.put("Jo B. Roe", 370, 680, 12)
    p.put("University of Folding", 120, 666, 12)
    p.put("Institute of Maps", 350, 666, 12)
    p.put("ann@example.org", 130, 652, 12)
    p.put("jo@example.org", 360, 652, 12)
    p.centred("March 14, 2021", 625, 12)
    p.centred("Abstract", 590, 11, "Times-Bold")
    p.prose(130, 570, 450, 340, 10)
    p.put("1 Introduction", 72, 420, 14, "Times-Bold")
    p.prose(72, 400, 100, 450, 11)
