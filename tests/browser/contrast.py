"""Scripts that find what is too faint on a page; the formula is that of WCAG 2.2, "contrast ratio"."""

_FORMULA = """
    const channels = colour => colour.match(/[\\d.]+/g).map(Number);
    const clear = colour => channels(colour)[3] === 0;
    const luminance = colour => {
        const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        const [r, g, b] = channels(colour).map(c => linear(c / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const behind = element => {
        for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (!clear(colour)) return colour;
        }
        throw new Error("a page without a background");
    };
"""

# Text below 4.5:1; [text, ratio] each.
FAINT_TEXTS = f"""() => {{{_FORMULA}
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {{
        const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
        if (!text || !element.checkVisibility()) continue;
        const contrast = ratio(getComputedStyle(element).color, behind(element));
        if (contrast < 4.5) found.push([text, contrast]);
    }}
    return found;
}}"""

# Edges below 3:1 of what can be chosen or written in; [name, ratio] each.
FAINT_EDGES = f"""() => {{{_FORMULA}
    const found = [];
    for (const element of document.querySelectorAll("label > input + span, textarea")) {{
        const contrast = ratio(getComputedStyle(element).borderTopColor, behind(element.parentElement));
        if (!(contrast >= 3)) found.push([element.textContent || element.name, contrast]);
    }}
    return found;
}}"""
