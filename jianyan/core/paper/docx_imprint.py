"""The imprint (版记) of a .docx: a text box on the bottom edge of the type area of the last page."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.shared import Pt

from jianyan.core.paper.blocks import Imprint
from jianyan.core.paper.docx_official import WIDE, line_of
from jianyan.core.paper.docx_tables import part
from jianyan.core.paper.fonts import Role
from jianyan.core.paper.layout import lines_of, width

#: 4号 and the height of a line, in points; rules of 0.35 mm and 0.25 mm, in eighths of a point.
SIZE, LINE, THICK, THIN = 14.0, 20.0, 8, 6
#: A point, in the unit of drawings.
EMU = 12700

_BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"
  relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
  <wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
  <wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
  <wp:extent cx="{wide}" cy="{high}"/><wp:wrapTopAndBottom/><wp:docPr id="900" name="版记"/><wp:cNvGraphicFramePr/>
  <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
   <wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
   <wps:txbx><w:txbxContent/></wps:txbx>
   <wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
  </wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def write_imprint(writer: Any, block: Imprint) -> None:
    """Rules, and texts between them. A rule is a paragraph of its own: a border follows the indent of its text."""
    writer.broken = False
    anchor, inside, high = line_of(writer, 1), [], 0.0
    for place, (left, right) in enumerate(block.rows):
        last = place == len(block.rows) - 1
        inside += [_rule(writer, THIN if place else THICK), _row(writer, left, right, hanging=not last)]
        high += 1 + 5 + LINE * lines_of(left, WIDE / SIZE - 2 - (width(right) + 1 if right else 0) - 3 * (not last))
    inside.append(_rule(writer, THICK))
    box = parse_xml(_BOX.format(wide=round(WIDE * EMU), high=round((high + 4) * EMU)))
    content = next(each for each in box.iter() if each.tag.endswith("}txbxContent"))
    for paragraph in inside:
        content.append(paragraph._p)
    anchor._p.append(box)


def _row(writer: Any, left: str, right: str, *, hanging: bool) -> Any:
    row = line_of(writer, LINE)
    shape = row.paragraph_format
    shape.left_indent = shape.right_indent = Pt(SIZE)
    shape.space_before, shape.space_after = Pt(2), Pt(3)
    if hanging and "：" in left[:4]:
        # What goes on to a second line stands below the name, not below 抄送.
        shape.left_indent, shape.first_line_indent = Pt(SIZE * 4), Pt(-SIZE * 3)
    if right:
        shape.tab_stops.add_tab_stop(Pt(WIDE - SIZE), alignment=WD_TAB_ALIGNMENT.RIGHT)
    writer._run(row, f"{left}\t{right}" if right else left, Role.body, SIZE)
    return row


def _rule(writer: Any, thickness: int) -> Any:
    rule = line_of(writer, 1)
    borders = part("w:pBdr", part("w:bottom", val="single", sz=str(thickness), space="0", color="000000"))
    rule._p.get_or_add_pPr().insert_element_before(borders, "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    writer._run(rule, "", Role.body, 1)
    return rule
