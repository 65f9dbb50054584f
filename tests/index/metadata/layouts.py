"""First pages as publishers set them, with invented papers: drawn, so that fonts are real."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

WORDS = (
    "The keeper wrote the level of the water into a book every hour of the day and of the night "
    "and the books were sent to the office by the packet boat where two clerks added them up "
)


class Page:
    """A page that is drawn from the top; `^{x}` in a text is raised and small."""

    def __init__(self, pen, width: float = 595, height: float = 842) -> None:
        self.pen, self.width, self.height = pen, width, height

    def put(
        self, text: str, x: float, y: float, size: float = 10, font: str = "Times-Roman"
    ) -> None:
        """Draw a line whose foot is y points above the page's foot."""
        for part in re.split(r"(\^\{[^}]*\})", text):
            if part.startswith("^{"):
                self.pen.setFont(font, 0.65 * size)
                self.pen.drawString(x, y + 0.36 * size, part[2:-1])
                x += self.pen.stringWidth(part[2:-1], font, 0.65 * size)
            elif part:
                self.pen.setFont(font, size)
                self.pen.drawString(x, y, part)
                x += self.pen.stringWidth(part, font, size)

    def centred(self, text: str, y: float, size: float = 10, font: str = "Times-Roman") -> None:
        plain = re.sub(r"\^\{([^}]*)\}", r"\1", text)
        width = self.pen.stringWidth(plain, font, size)
        self.put(text, (self.width - width) / 2, y, size, font)

    def prose(self, x: float, top: float, bottom: float, width: float, size: float = 10) -> None:
        n = int(width / (0.46 * size))
        y, at = top, 0
        while y > bottom:
            line = (WORDS * 3)[at : at + n]
            self.put(line.strip(), x, y, size)
            at = (at + n) % len(WORDS)
            y -= 1.2 * size


def draw(*pages: Callable[[Page], None], title: str = "", author: str = "") -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    pen = Canvas(target, pagesize=(595, 842), pageCompression=0)
    pen.setTitle(title)
    pen.setAuthor(author)
    for page in pages:
        page(Page(pen))
        pen.showPage()
    pen.save()
    return target.getvalue()


def plain_page(header: str = "", footer: str = "") -> Callable[[Page], None]:
    def page(p: Page) -> None:
        p.put(header, 60, 805, 8)
        p.prose(60, 770, 90, 470)
        p.put(footer, 60, 30, 8)

    return page


def side_column(p: Page) -> None:
    """Elsevier: the journal's name as a banner, article info beside the abstract, DOI below."""
    p.centred("Harbour Records 41 (2019) 118–131", 800, 8)
    p.centred("Contents lists available at OceanDirect", 775, 9, "Helvetica")
    p.centred("Harbour Records", 745, 16, "Helvetica")
    p.centred("journal homepage: www.example.org/harbour-records", 725, 8, "Helvetica")
    p.put("Gauges without keepers: how tide houses", 45, 680, 15)
    p.put("learned to write their own curves", 45, 662, 15)
    p.put("Wilma Osterkamp^{a,b,}*, Jian Zhou^{a}, Pieter van der Velde^{c}", 45, 635, 12)
    p.put(
        "^{a} Department of Coastal History, University of Nordhaven, Nordhaven, Norway", 45, 615, 7
    )
    p.put("^{b} Institute of Harbours, Westport, Ireland", 45, 605, 7)
    p.put("^{c} Delta Laboratory, Zandvoort, The Netherlands", 45, 595, 7)
    p.put("A R T I C L E I N F O", 45, 565, 8)
    p.put("Article history:", 45, 548, 7)
    p.put("Received 3 March 2018", 45, 539, 7)
    p.put("Accepted 9 November 2018", 45, 530, 7)
    p.put("Available online 2 December 2018", 45, 521, 7)
    p.put("Keywords:", 45, 504, 7)
    p.put("Tide gauges", 45, 495, 7)
    p.put("Self-registering instruments", 45, 486, 7)
    p.put("Harbour offices", 45, 477, 7)
    p.put("A B S T R A C T", 215, 565, 8)
    p.prose(215, 548, 440, 330, 8)
    p.put("1. Introduction", 45, 400, 9, "Times-Bold")
    p.prose(45, 385, 110, 245, 9)
    p.prose(305, 385, 110, 245, 9)
    p.put("* Corresponding author.", 45, 85, 7)
    p.put("E-mail address: wosterkamp@example.org (W. Osterkamp).", 45, 76, 7)
    p.put("https://doi.org/10.5555/harbour.2018.11.042", 45, 55, 7)
    p.put("0305-7488/© 2018 Elsewhere Ltd. All rights reserved.", 45, 46, 7)


def dotted_names(p: Page) -> None:
    """Springer: journal line above, names parted by middle dots, dates, copyright."""
    p.put("Annals of Signal History (2021) 33:201–219", 60, 800, 8, "Helvetica")
    p.put("https://doi.org/10.5555/s11192-020-03456-7", 60, 789, 8, "Helvetica")
    p.put("ORIGINAL PAPER", 60, 750, 9, "Helvetica-Bold")
    p.put("Semaphore towers and the cost", 60, 715, 18, "Helvetica-Bold")
    p.put("of clear weather", 60, 694, 18, "Helvetica-Bold")
    p.put("Lucía Ferrández^{1}  · Tom Abbot^{2} · Ngozi Eze^{1,2}", 60, 662, 11, "Helvetica-Bold")
    p.put(
        "Received: 14 May 2020 / Accepted: 3 December 2020 / Published online: 9 January 2021",
        60,
        640,
        8,
    )
    p.put("© The Author(s) 2021", 60, 629, 8)
    p.put("Abstract", 60, 600, 10, "Helvetica-Bold")
    p.prose(60, 585, 480, 470, 10)
    p.put("Keywords Semaphore · Optical telegraph · Weather records", 60, 460, 10)
    p.put("Introduction", 60, 420, 12, "Helvetica-Bold")
    p.prose(60, 400, 120, 470, 10)
    p.put("Tom Abbot", 60, 80, 8)
    p.put("tabbot@example.org", 60, 70, 8)
    p.put("^{1} School of Archives, Universidad de Lagos, Lagos, Chile", 60, 58, 8)


def citation_box(p: Page) -> None:
    """MDPI: a citation in the margin, initials as given names there, "Journal 2020, 9, 77"."""
    p.put("Article", 170, 770, 10, "Times-Italic")
    p.put("Counting Ice Floes from the Shore: A Long Series", 170, 745, 18, "Times-Bold")
    p.put("Begun by Schoolchildren", 170, 724, 18, "Times-Bold")
    p.put(
        "Aino Kettunen ^{1,}* , Rafael de Souza ^{2} and Mei-Ling Tsai ^{1,3}",
        170,
        695,
        10,
        "Times-Bold",
    )
    p.put(
        "^{1}  Ice Station, University of Vaasa, 65101 Vaasa, Finland; mei@example.org", 190, 675, 8
    )
    p.put("^{2}  Instituto do Mar, Santos 11070, Brazil; rafael@example.org", 190, 665, 8)
    p.put("^{3}  Department of Geography, National Taiwan University, Taipei, Taiwan", 190, 655, 8)
    p.put("*  Correspondence: aino@example.org", 190, 645, 8)
    p.put("Citation: Kettunen, A.; de Souza, R.;", 36, 560, 7)
    p.put("Tsai, M.-L. Counting Ice Floes from", 36, 551, 7)
    p.put("the Shore: A Long Series Begun by", 36, 542, 7)
    p.put("Schoolchildren. Shores 2020, 9, 77.", 36, 533, 7)
    p.put("https://doi.org/10.5555/shores9020077", 36, 524, 7)
    p.put("Academic Editor: Olga Brandt", 36, 508, 7)
    p.put("Received: 7 January 2020", 36, 496, 7)
    p.put("Accepted: 28 January 2020", 36, 487, 7)
    p.put("Published: 2 February 2020", 36, 478, 7)
    p.put("Abstract: Children of one village have counted the floes", 170, 620, 10)
    p.prose(170, 607, 480, 380, 10)
    p.put("Keywords: ice floes; citizen science; long series", 170, 455, 10)
    p.put("1. Introduction", 170, 425, 10, "Times-Bold")
    p.prose(170, 410, 90, 380, 10)
    p.put("Shores 2020, 9, 77. https://doi.org/10.5555/shores9020077", 36, 30, 8)


def transactions(p: Page) -> None:
    """IEEE journal: running head in capitals with volume and number, membership after names."""
    p.put("JOURNAL OF LAMPLIGHT ENGINEERING, VOL. 12, NO. 3, MARCH 2017", 50, 800, 7)
    p.put("455", 540, 800, 7)
    p.centred("Flicker Reduction in Carbon Arc", 740, 24)
    p.centred("Street Lamps", 712, 24)
    p.centred(
        "Edgar M. Thorne, Senior Member, IEEE, Ingrid Solberg, and Ravi K. Menon, Fellow, IEEE",
        680,
        11,
    )
    p.put("Abstract—Arc lamps flicker when the", 50, 640, 9, "Times-Bold")
    p.prose(50, 628, 500, 240, 9)
    p.put("Index Terms—Arc lamps, carbon rods, flicker.", 50, 485, 9, "Times-Bold")
    p.centred("I. INTRODUCTION", 460, 10)
    p.prose(50, 440, 130, 240, 10)
    p.put("Manuscript received May 4, 2016; revised October 2, 2016; accepted", 50, 110, 8)
    p.put("November 30, 2016. Date of publication January 16, 2017.", 50, 101, 8)
    p.put("E. M. Thorne is with the School of Light, Ostford University, Ostford, U.K.", 50, 92, 8)
    p.put("Digital Object Identifier 10.5555/JLE.2016.2637888", 50, 60, 8)
    p.prose(310, 640, 130, 240, 10)


def conference_blocks(p: Page) -> None:
    """IEEE conference: three columns of name, department, place and e-mail."""
    p.centred("Routing Parcels Through Flooded Streets", 770, 24)
    for x, name, mail in (
        (60, "Hannah Weiss", "hweiss@example.org"),
        (240, "Omar Haddad", "ohaddad@example.org"),
        (420, "Sven-Erik Lund", "selund@example.org"),
    ):
        p.put(name, x, 730, 11)
        p.put("Dept. of Logistics", x, 717, 10, "Times-Italic")
        p.put("Riverside University", x, 705, 10, "Times-Italic")
        p.put("Marburg, Germany", x, 693, 10)
        p.put(mail, x, 681, 10)
    p.put("Abstract—Parcels must arrive even when the", 50, 640, 9, "Times-Bold")
    p.prose(50, 628, 120, 240, 9)
    p.prose(310, 640, 120, 240, 9)
    p.put("978-1-5555-0000-1/22/$31.00 ©2022 IEEE", 50, 40, 8)


def stamped_preprint(p: Page) -> None:
    """arXiv: names in one line by wide spaces, a stamp in the margin larger than the title."""
    p.pen.saveState()
    p.pen.translate(30, 250)
    p.pen.rotate(90)
    p.pen.setFont("Times-Roman", 20)
    p.pen.drawString(0, 0, "arXiv:2203.01234v2 [cs.CL] 8 Mar 2022")
    p.pen.restoreState()
    p.centred("Small Vocabularies Suffice for Weather Telegrams", 720, 17)
    p.put("Dana Okafor", 130, 680, 12)
    p.put("Luis M. Perea", 270, 680, 12)
    p.put("Yuki Tanabe", 410, 680, 12)
    p.centred("Institute for Short Messages", 662, 12)
    p.centred("{dana,luis,yuki}@example.org", 646, 10, "Courier")
    p.centred("Abstract", 610, 12, "Times-Bold")
    p.prose(120, 590, 440, 350, 10)
    p.put("1 Introduction", 72, 410, 12, "Times-Bold")
    p.prose(72, 390, 90, 450, 10)


def proceedings(p: Page) -> None:
    """ACL: bold title and names, affiliations below, proceedings and pages at the foot."""
    p.centred("Parsing Ships' Logs with Very Few Labels", 770, 14.3, "Times-Bold")
    p.centred("Amara Nwosu^{1}  Petra Holm^{2}  Ji-hoon Park^{1}", 740, 12, "Times-Bold")
    p.centred("^{1}University of Eastbay   ^{2}Logbook AI", 724, 12)
    p.centred("amara@example.org", 710, 11, "Courier")
    p.put("Abstract", 150, 670, 12, "Times-Bold")
    p.prose(85, 650, 300, 190, 10)
    p.prose(310, 670, 300, 220, 11)
    p.centred(
        "Proceedings of the 9th Workshop on Maritime Language Technology, pages 71–80",
        60,
        8,
        "Times-Italic",
    )
    p.centred("Lisbon, Portugal, July 5 - July 7, 2023. ©2023 Society for Maritime Language", 49, 8)


def manuscript(p: Page) -> None:
    """A word processor's page: one size, the title bold and centred, names below."""
    p.centred("Lantern Festivals and the Price of Paper in River Towns", 770, 12, "Times-Bold")
    p.centred("ZHANG Wenbo^{1}, Maria O'Leary^{2}", 740, 12)
    p.centred("1 Faculty of Trade, University of Ningchuan, China", 715, 12)
    p.centred("2 Department of Economic History, Galway College, Ireland", 700, 12)
    p.put("Abstract", 72, 660, 12, "Times-Bold")
    p.prose(72, 640, 500, 450, 12)
    p.put("Keywords: paper, festivals, prices", 72, 480, 12)
    p.put("1. Introduction", 72, 450, 12, "Times-Bold")
    p.prose(72, 430, 250, 450, 12)
    p.put(
        "This follows Orwin, P. (2003), Paper Prices, doi:10.5555/orwin.2003, in outline.",
        72,
        200,
        12,
    )


def vancouver(p: Page) -> None:
    """A medical journal: label in colour, degrees after names, a citation at the foot."""
    p.put("RESEARCH ARTICLE", 60, 790, 9, "Helvetica")
    p.put(
        "Sleep of lighthouse keepers before and after automation: a", 60, 755, 17, "Helvetica-Bold"
    )
    p.put("register study", 60, 735, 17, "Helvetica-Bold")
    p.put("Ruth Adeyemi, MD, PhD^{1}*, Carlos Núñez, MPH^{2}, Sophie Le Goff^{1}", 60, 705, 10)
    p.put("1 Hospital of the Capes, Brest, France, 2 Keepers' Register, Vigo, Spain", 60, 690, 8)
    p.put("* ruth@example.org", 60, 680, 8)
    p.put("Abstract", 200, 650, 12, "Helvetica-Bold")
    p.prose(200, 630, 300, 340, 10)
    p.put("Citation: Adeyemi R, Núñez C, Le Goff S (2016)", 36, 600, 7)
    p.put("Sleep of lighthouse keepers before and after", 36, 591, 7)
    p.put("automation: a register study. Night Medicine", 36, 582, 7)
    p.put("11(4): e0154321. doi:10.5555/nm.0154321", 36, 573, 7)
    p.put("Editor: Karl Vogel, Nightfall University, AUSTRIA", 36, 555, 7)
    p.put("Received: January 5, 2015", 36, 540, 7)
    p.put("Accepted: March 30, 2016", 36, 531, 7)
    p.put("Published: April 21, 2016", 36, 522, 7)
    p.put("Data Availability: https://doi.org/10.5061/dryad.keepers", 36, 505, 7)
    p.put("Night Medicine | DOI:10.5555/nm.0154321 April 21, 2016 1 / 14", 60, 30, 8)


def without_front_matter(p: Page) -> None:
    p.put("Abstract: The registers of one harbour are compared with those of another", 60, 780, 11)
    p.prose(60, 765, 650, 470, 11)
    p.put("1. Introduction", 60, 620, 13, "Times-Bold")
    p.prose(60, 600, 100, 470, 11)


Names = Sequence[tuple[str, str]]
