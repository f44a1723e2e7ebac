namespace QuantumAI.Trading.Reports.Html;

/// <summary>The page's one style sheet; no URL, no import, no character that XML would read as markup.</summary>
internal static class HtmlStyle
{
    internal static string Sheet { get; } = Source.ReplaceLineEndings("\n");

    private const string Source = """
        :root { color-scheme: light dark; --page: #f4f6f8; --card: #ffffff; --ink: #17212b; --muted: #5a6775; --line: #e2e7ec;
          --accent: #2361d8; --gain: #0a7f5a; --loss: #c2352b; --price: #55647a; --other: #a85b00; --up: 10, 127, 90; --down: 194, 53, 43; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #0d1218; --card: #151c25; --ink: #e7ecf2; --muted: #98a5b4; --line: #27313d;
            --accent: #77aaff; --gain: #3ecb9a; --loss: #ff7f74; --price: #a9b6c6; --other: #f0ab4c; --up: 46, 178, 132; --down: 226, 88, 78; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        header, main, footer { max-width: 1200px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 28px; }
        footer { padding-top: 4px; padding-bottom: 32px; color: var(--muted); font-size: 13px; }
        h1 { margin: 2px 0 4px; font-size: 27px; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
        h2 { margin: 0 0 10px; font-size: 16px; line-height: 1.3; overflow-wrap: anywhere; }
        p { margin: 0; }
        .kind { font-size: 12px; font-weight: 600; letter-spacing: 0.08em; text-transform: uppercase; color: var(--accent); }
        .muted, caption { color: var(--muted); font-size: 14px; }
        .card > .muted { margin-bottom: 8px; }
        .gain { color: var(--gain); }
        .loss { color: var(--loss); }
        .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin: 20px 0 16px; }
        .figure, .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
        .figure { padding: 12px 16px; min-width: 0; }
        .figure .name { font-size: 13px; color: var(--muted); }
        .figure .value { font-size: 25px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
        .figure .note { font-size: 12.5px; color: var(--muted); overflow-wrap: anywhere; }
        .card { padding: 16px 18px; margin: 0 0 16px; }
        .notice { border-left: 4px solid var(--accent); }
        .missing { padding: 26px 16px; border: 1px dashed var(--line); border-radius: 8px; color: var(--muted); text-align: center; }
        .plot, .scroll { overflow-x: auto; }
        .plot svg { display: block; width: 100%; min-width: 640px; height: auto; }
        .plot text { font-size: 12px; fill: var(--muted); font-variant-numeric: tabular-nums; }
        .plot .context { font-weight: 600; }
        .plot .note { fill: var(--ink); font-weight: 600; }
        .plot .halo { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
        .grid { stroke: var(--line); stroke-width: 1; }
        .axis { stroke: var(--muted); stroke-width: 1; opacity: 0.6; }
        .area { stroke: none; opacity: 0.16; }
        .area.gain, .candle.gain { fill: var(--gain); }
        .area.loss, .candle.loss { fill: var(--loss); }
        path.curve, path.price, path.fall, path.shadow, path.other { fill: none; stroke: var(--accent); stroke-width: 1.6; stroke-linejoin: round; }
        path.price { stroke: var(--price); stroke-width: 1.2; }
        path.fall { stroke: var(--loss); stroke-width: 1.3; }
        path.shadow { stroke: var(--price); stroke-dasharray: 6 3; }
        path.other { stroke: var(--other); }
        .stem { fill: none; stroke-width: 2; opacity: 0.8; }
        .stem.gain { stroke: var(--gain); }
        .stem.loss { stroke: var(--loss); }
        .band { fill: var(--price); opacity: 0.25; }
        .base { stroke: var(--muted); stroke-width: 1.2; stroke-dasharray: 5 4; }
        circle.end { fill: var(--accent); }
        circle.end.shadow { fill: var(--price); }
        circle.end.other { fill: var(--other); }
        circle.deepest { fill: var(--loss); }
        .wick { fill: none; stroke-width: 1; }
        .wick.gain { stroke: var(--gain); }
        .wick.loss { stroke: var(--loss); }
        .candle, .wick { opacity: 0.5; }
        .entry, .exit { stroke: var(--card); stroke-width: 1; }
        .entry { fill: var(--accent); }
        .entry.open { fill: var(--card); stroke: var(--accent); stroke-width: 1.8; }
        .gain .exit { fill: var(--gain); }
        .loss .exit { fill: var(--loss); }
        .trip line { stroke: currentColor; stroke-width: 1.4; stroke-dasharray: 3 3; opacity: 0.75; }
        .trip:hover line { stroke-width: 2.4; stroke-dasharray: none; opacity: 1; }
        .strip rect { fill: transparent; }
        .strip line, .strip circle { visibility: hidden; pointer-events: none; }
        .strip line { stroke: var(--muted); stroke-width: 1; }
        .strip circle { fill: var(--ink); }
        .strip:hover line, .strip:hover circle { visibility: visible; }
        .legend { margin-top: 6px; color: var(--muted); font-size: 13px; }
        .legend .key { display: inline-block; width: 22px; height: 0; margin: 0 6px 4px 0; vertical-align: middle; border-top: 2px solid var(--accent); }
        .legend .key.base { margin-left: 16px; border-top: 2px dashed var(--muted); }
        .legend .key.shadow { border-top: 2px dashed var(--price); }
        .legend .key.other { border-top-color: var(--other); }
        .legend .mark { margin-left: 14px; }
        .legend .mark:first-child { margin-left: 0; }
        .legend .mark.entry { color: var(--accent); }
        .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding-bottom: 8px; }
        th, td { padding: 5px 8px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); font-weight: 400; }
        thead th { font-weight: 600; font-size: 12.5px; color: var(--muted); border-bottom-width: 2px; }
        tbody tr:last-child th, tbody tr:last-child td { border-bottom: 0; }
        tbody tr:hover { background: color-mix(in srgb, var(--accent) 7%, transparent); }
        .number { text-align: right; }
        .none { color: var(--muted); }
        .why { white-space: normal; min-width: 130px; font-size: 12px; line-height: 1.25; }
        .meaning { white-space: normal; min-width: 260px; color: var(--muted); }
        .weight { width: 45%; }
        .weight svg, .bar svg { display: block; }
        .weight rect, .bar rect { fill: var(--accent); opacity: 0.75; }
        .months th, .months td { padding: 6px 8px; }
        .months .total { font-weight: 600; }
        .up-1 { background: rgba(var(--up), 0.10); } .up-2 { background: rgba(var(--up), 0.22); }
        .up-3 { background: rgba(var(--up), 0.36); } .up-4 { background: rgba(var(--up), 0.52); }
        .down-1 { background: rgba(var(--down), 0.10); } .down-2 { background: rgba(var(--down), 0.22); }
        .down-3 { background: rgba(var(--down), 0.36); } .down-4 { background: rgba(var(--down), 0.52); }
        .facts + .facts { margin-top: 18px; }
        .facts { margin: 0; font-size: 13.5px; }
        .facts div { display: grid; grid-template-columns: 190px 1fr; gap: 12px; padding: 5px 0; border-bottom: 1px solid var(--line); }
        .facts div:last-child { border-bottom: 0; }
        .facts dt { color: var(--muted); overflow-wrap: anywhere; }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .hash { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
        @media (max-width: 860px) { .figures { grid-template-columns: repeat(2, 1fr); } }
        @media (max-width: 460px) {
          header, main, footer { padding-left: 12px; padding-right: 12px; }
          .figure { padding: 10px 12px; } .figure .value { font-size: 21px; } .card { padding: 14px 12px; }
          .facts div { grid-template-columns: 1fr; gap: 0; }
        }
        @media print {
          :root { color-scheme: light; --page: #ffffff; --card: #ffffff; --ink: #000000; --muted: #4a4a4a; --line: #d0d0d0;
            --accent: #1d4fb0; --gain: #0a6f4f; --loss: #a92a21; --price: #55647a; --other: #8a4b00; --up: 10, 127, 90; --down: 194, 53, 43; }
          body { font-size: 11px; } header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
          .figures { grid-template-columns: repeat(4, 1fr); gap: 6px; } .figure .value { font-size: 17px; }
          .figure, .plot, tr { break-inside: avoid; } h2 { break-after: avoid; }
          .card { padding: 10px 12px; } .plot, .scroll { overflow: visible; } .plot svg { min-width: 0; }
          table { font-size: 8.5px; } th, td { padding: 3px 4px; white-space: normal; } thead { display: table-header-group; }
          thead th, .why { font-size: inherit; } .muted, caption, .facts, .legend, .figure .name, .figure .note { font-size: 10px; } h1 { font-size: 20px; } h2 { font-size: 13px; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """;
}
