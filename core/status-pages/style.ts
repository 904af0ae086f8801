/** The dashboard's colours (app/globals.css), light and dark, as far as a status page needs them. */
export const colors = {
  bg: ['#fcfcfb', '#101112'],
  surface: ['#ffffff', '#161718'],
  line: ['#e5e5e1', '#292b2d'],
  'line-strong': ['#c9c9c3', '#44474a'],
  text: ['#1b1b19', '#ededea'],
  muted: ['#5c5c57', '#a8aaa9'],
  accent: ['#3155c6', '#8fabff'],
  'on-accent': ['#ffffff', '#0d1222'],
  good: ['#17754a', '#55c790'],
  'good-soft': ['#e5f4ec', '#14271e'],
  warn: ['#8a5a00', '#e5ae4a'],
  'warn-soft': ['#fbf1dd', '#2b2314'],
  bad: ['#bf2a20', '#ff7b70'],
  'bad-soft': ['#fcebe9', '#311a18'],
} as const satisfies Record<string, readonly [light: string, dark: string]>

const variables = (index: 0 | 1): string =>
  Object.entries(colors)
    .map(([name, pair]) => `--${name}:${pair[index]}`)
    .join(';')

/** Sent with the page: it has no other file to wait for. The system says whether it is light or dark. */
export const style = `:root{color-scheme:light dark;${variables(0)}}
@media (prefers-color-scheme:dark){:root{${variables(1)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main,footer{max-width:720px;margin:0 auto;padding:0 16px}
main{padding-top:48px}
footer{padding:32px 16px 48px;color:var(--muted);font-size:14px}
h1{margin:0;font-size:26px;line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{margin:40px 0 4px;padding-bottom:8px;border-bottom:1px solid var(--line);font-size:16px}
p{margin:8px 0}
.lead,.muted{color:var(--muted)}
.verdict{display:flex;gap:12px;align-items:center;margin:24px 0 0;padding:16px;border-radius:6px;font-size:20px;font-weight:600}
.working{background:var(--good-soft)}.slow,.maintenance{background:var(--warn-soft)}.down{background:var(--bad-soft)}
.unknown{background:var(--surface);border:1px solid var(--line)}
.mark{flex:none;width:12px;height:12px}.verdict .mark{width:18px;height:18px}
.m-working{color:var(--good)}.m-slow,.m-maintenance{color:var(--warn)}.m-down{color:var(--bad)}.m-unknown{color:var(--muted)}
ul{list-style:none;margin:0;padding:0}
li{padding:12px 0;border-bottom:1px solid var(--line)}
li p{margin:0}
.row{display:flex;justify-content:space-between;gap:16px;font-weight:500}
.state{display:inline-flex;gap:6px;align-items:center;white-space:nowrap;font-weight:400}
.bars{display:block;width:100%;height:28px;margin:8px 0 4px}
.b-up{fill:var(--good)}.b-down{fill:var(--bad)}.b-unknown{fill:var(--line-strong)}.b-hit{fill:transparent}
.scale{display:flex;justify-content:space-between;color:var(--muted);font-size:14px;font-variant-numeric:tabular-nums}
a{color:var(--accent)}
summary{padding:10px 0;color:var(--muted);cursor:pointer}.plain li{padding:4px 0;border:0}.plain a{display:inline-block;min-height:24px}
form{display:flex;flex-wrap:wrap;gap:8px;align-items:end;margin:12px 0}
label{flex:1 1 240px;font-weight:500}
input,button,.button{display:block;min-height:44px;border-radius:6px;font:inherit}
input{width:100%;margin-top:4px;padding:8px 10px;border:1px solid var(--line-strong);background:var(--surface);color:var(--text)}
button,.button{padding:8px 16px;border:0;background:var(--accent);color:var(--on-accent);font-weight:500;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`
