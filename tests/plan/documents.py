"""A small invented plan and the real files that hold it: .docx, .html, .pdf, made by real libraries.

The province, its units and every figure are invented.
"""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

SHARED = Path(__file__).resolve().parents[3] / "shared" / "plan"
HEBEI = SHARED / "hebei-2023-2027.txt"

SMALL = """各市人民政府,省政府有关部门:
《云溪省冷链物流提升行动方案(2024-2026年)》已经省政府同意,现印发给你们,请认真组织实施。
云溪省人民政府办公厅
2024年3月5日
云溪省冷链物流提升行动方案
(2024-2026年)
为加快补齐冷链物流短板,减少鲜活农产品损耗,制定本行动方案。
一、行动目标
到2024年,全省冷库总容量达到320万吨以上,果蔬冷链流通率达到28%。
到2026年,全省冷库总容量达到400万吨以上,果蔬冷链流通率达到35%,新增冷藏车1200辆以上,冷链食品抽检合格率稳定在98.5%以上。
二、重点任务
(一)建设产地冷链设施。
1.布局田头冷库。支持合作社和家庭农场在主产县建设田头小型冷库,每年新建150座以上,对新建的田头冷库按照核定投资的40%给予补助、每座最高不超过60万元。(责任单位:省农业农村厅、省财政厅)引导冷库经营者公开收费标准。(责任单位:省市场监管局)
2.完善集散中心。在三条运输干线沿线建设区域冷链集散中心,到2026年底建成9个。(责任单位:省发展改革委、省商务厅,各市人民政府)
(二)规范运输服务。
1.推广标准化装备。鼓励运输企业更新冷藏车,推动车厢温度全程记录。(省交通运输厅牵头,省公安厅、省商务厅配合)
2.加强温度监测。建立省级冷链监测平台,2025年6月底前与各市平台联通,重点企业入网率达到90%。(责任单位:省商务厅、省市场监管局)
三、保障措施
(一)加强协调。各市要明确分工,细化措施,每半年报告一次进展情况。(责任单位:省商务厅)
(二)严格监督。省商务厅会同有关部门开展年度评估,评估结果向社会公布。(责任单位:省商务厅、省统计局)"""

NUMBERED = (
    (re.compile(r"[一二三四五六七八九十]+、"), "chineseCounting", "%1、"),
    (re.compile(r"\([一二三四五六七八九十]+\)"), "chineseCounting", "(%2)"),
    (re.compile(r"\d+\.(?!\d)"), "decimal", "%3."),
)
"""The three usual levels of a government plan: how they are typed, and how Word is told to count them."""


def save_docx(document: docx.document.Document, path: Path) -> Path:
    """Write a document and return where it lies."""
    document.save(str(path))
    return path


def add_paragraph(document: docx.document.Document, text: str, level: int | None = None, number: int = 90) -> None:
    """A body paragraph as offices set it: 16 points, first line indented; ``level`` gives it a list number."""
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    for run in paragraph.runs:
        run.font.size = Pt(16)
    if level is not None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )


def define_list(document: docx.document.Document, levels: str, number: int = 90) -> None:
    """Add a list to the numbering part; ``levels`` is the XML of its ``w:lvl`` elements."""
    root = document.part.numbering_part.element
    spaces = nsdecls("w")
    root.insert(0, parse_xml(f'<w:abstractNum {spaces} w:abstractNumId="{number}">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {spaces} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def level_xml(index: int, style: str, text: str, extra: str = "") -> str:
    """One level of a list as Word writes it."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{extra}'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def typed_docx(text: str, path: Path) -> Path:
    """A .docx whose numbers are typed, one paragraph a line of ``text``."""
    document = docx.Document()
    for line in filter(str.strip, text.split("\n")):
        add_paragraph(document, line)
    return save_docx(document, path)


def numbered_docx(text: str, path: Path) -> Path:
    """A .docx whose 一、(一)1. are left to Word's automatic numbering: the file holds none of them."""
    document = docx.Document()
    define_list(document, "".join(level_xml(i, style, shown) for i, (_, style, shown) in enumerate(NUMBERED)))
    for line in filter(str.strip, text.split("\n")):
        for level, (typed, _, _) in enumerate(NUMBERED):
            if found := typed.match(line):
                add_paragraph(document, line[found.end() :], level)
                break
        else:
            add_paragraph(document, line)
    return save_docx(document, path)


def page(text: str) -> str:
    """A page like those of government sites: menus, scripts and a footer around the article."""
    body = "\n".join(f"<p>　　{html.escape(line)}</p>" for line in text.split("\n"))
    menu = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("首页", "机构", "政策", "服务")))
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>政策文件_云溪省人民政府</title>
<script>var shown = "2099年达到999%";</script><style>p {{ color: #333 }}</style></head>
<body><div class="top"><ul>{menu}</ul></div><div>当前位置:<a href="/">首页</a> &gt; <a href="/zc">政策</a></div>
<div class="main"><div class="article">{body}</div>
<div class="share"><a href="#">分享</a><a href="#">打印</a></div></div>
<footer>版权所有 云溪省人民政府办公厅 邮编 000000</footer></body></html>"""


def pdf_of(text: str, path: Path) -> Path:
    """A PDF typeset as offices do it (reportlab, no font file): title centred and larger, signature at the right, the
    addressees at the margin, paragraphs indented by two characters, a page number at the foot."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK")
    flush = ParagraphStyle("flush", parent=body, firstLineIndent=0)
    right = ParagraphStyle("right", parent=flush, alignment=2)
    title = ParagraphStyle("title", parent=flush, alignment=1, fontSize=22, leading=36)

    def foot(canvas: object, template: object) -> None:
        canvas.setFont("STSong-Light", 14)  # type: ignore[attr-defined]
        canvas.drawCentredString(297, 40, f"— {template.page} —")  # type: ignore[attr-defined]

    styled, started = [], False
    for line in plain(text):
        started = started or line.startswith("一、")
        style = body
        if not started and line.endswith(":"):
            style = flush
        elif not started and re.fullmatch(r".{2,20}(办公厅|人民政府)|\d{4}年\d+月\d+日", line):
            style = right
        elif not started and not line.endswith("。"):
            style = title
        styled.append(Paragraph(html.escape(line), style))
    SimpleDocTemplate(str(path)).build(styled, onFirstPage=foot, onLaterPages=foot)
    return path


def scanned_pdf(path: Path) -> Path:
    """A PDF whose only page is a picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    picture = io.BytesIO()
    Image.new("L", (200, 280), 230).save(picture, "PNG")
    picture.seek(0)
    canvas = Canvas(str(path))
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.save()
    return path


def plain(text: str) -> list[str]:
    """The lines that every form of a text must give: stripped, without empty ones."""
    return [line.strip() for line in text.split("\n") if line.strip()]
