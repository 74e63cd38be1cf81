"""Documents that pages are tried on: astral characters, both scripts, breaks, hostile text."""

import textwrap

import pandas as pd

import analysis as an

SMALL = "一、学习\n学习理论，学习经验。\n二、服务\n服务群众。群众满意，服务周到。\n"
ASTRAL = "一、𡋾字\n𡋾字𡋾字研究。学习😀研究𡋾。\n二、实践\n服务群众👍。群众𠮷祥，服务好。\n"
TRADITIONAL = (
    "第一章　總則\n為維護網絡安全，保障國家安全。\n"
    "第二章　附則\n網絡產品、網絡服務。網絡安全法。\n"
)
WIDE = (
    "一、ＧＤＰ增长\nＧＤＰ增长６％。We’ll see，人均ＧＤＰ。\n"
    "二、财政\n财政收入　增长。machine learning 財政。\n"
)
# Paragraphs whose lines were broken at a width, so that words run over the end of a line.
PARAGRAPHS = [
    "一、经济工作",
    "要优化营商环境，落实各项政策，推动经济工作更上一层楼。营商环境好，企业就好。" * 2,
    "二、社会工作",
    "要做好社会工作，保持社会稳定，社会工作很重要。营商环境也是社会工作的一部分。" * 2,
]
BROKEN = "\n\n".join("\n".join(textwrap.wrap(one, 17)) for one in PARAGRAPHS)
POINTS = (
    "一、行动\n要做到：一是早谋划。提前研究谋划。二是快行动。马上研究行动。\n都要落实，落实行动。\n"
    "二、学习\n学习理论。\n"
)
HOSTILE = (
    "一、<script>alert(1)</script>\n</style><img src=x onerror=alert(2)>学习</script>。"
    "\"引号'&amp;\u2028行\u2029段。\n"
    "二、\u202e倒写\u202c与控制\n服务\x07群众\x1b群众，\u200b服务<!--好。\u2066群众满意。=HYPERLINK(1)。\n"
)
TEXTS = {
    "small": SMALL,
    "astral": ASTRAL,
    "traditional": TRADITIONAL,
    "wide": WIDE,
    "broken": BROKEN,
    "points": POINTS,
    "hostile": HOSTILE,
}


def corpus_of(*texts):
    """A corpus of one text, or of several."""
    frames = [an.read_text(text) for text in texts]
    if len(frames) == 1:
        return an.load(frames[0])
    joined = pd.concat(frames, ignore_index=True)
    return an.load(joined.assign(document=[f"文件{n + 1}" for n in range(len(frames))]))


def places(string):
    """Words, sentences and paragraphs of a string of cuts: the other way round."""
    found, open_, place, long = {"word": [], "(": [], "[": []}, {}, 0, 0
    for sign in string:
        if sign == "0":
            long += 26
        elif sign.islower():
            end = place + long + ord(sign) - 96
            found["word"].append((place, end))
            place, long = end, 0
        elif sign.isupper():
            place += ord(sign) - 64
        elif sign in "([":
            open_[sign] = place
        else:
            begins = {".": "(", "/": "["}[sign]
            found[begins].append((open_[begins], place))
    return found["word"], found["("], found["["]


# What a reader cannot see or press: text that is cut by its own box, what stands out of the page
# to the right (but in what scrolls sideways), and controls that lie over one another.
BOXES = """() => {
    const root = document.querySelector(".ta"), right = root.getBoundingClientRect().right + 1;
    const sideways = ".outline, .across, table, .curve, .strips", wrong = [];
    const told = (one) => one.outerHTML.slice(0, 100), drawn = { contentVisibilityAuto: true };
    const all = [...root.querySelectorAll("*")].filter((one) => one.checkVisibility(drawn)
        && !one.closest("svg"));
    for (const one of all.filter((one) => !one.closest(sideways))) {
        if (one.getBoundingClientRect().right > right) wrong.push(`outside: ${told(one)}`);
        const { overflowX, overflowY } = getComputedStyle(one);
        const says = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        const cut = overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1
            || overflowY === "hidden" && one.scrollHeight > one.clientHeight + 2;
        if (says && cut) wrong.push(`cut: ${told(one)}`);
    }
    const controls = all.filter((one) => one.matches("button, input, select, label, h1, h2, h3, p")
        && !one.closest("table, .curve") && getComputedStyle(one).float === "none");
    const columns = ".sheet, .found, .evidence, .outline, .head, .tools, .main";
    controls.forEach((one, i) => controls.slice(i + 1).forEach((other) => {
        if (one.contains(other) || one.closest(columns) !== other.closest(columns)) return;
        const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 1) wrong.push(`over: ${told(one)} / ${told(other)}`);
    }));
    return wrong;
}"""
