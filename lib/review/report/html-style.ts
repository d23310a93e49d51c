/** Light and dark by the reader's preference; wide and narrow by the window. */
export const HTML_STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --card: #f6f8fa; --line: #d0d7de; --text: #1f2328; --quiet: #59636e; --link: #0550ae;
  --old: #ffebe9; --made: #dafbe1; --bad: #b3261e; --warn: #8a5a00; --fine: #1a7f37;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --card: #161b22; --line: #3d444d; --text: #e6edf3; --quiet: #9198a1; --link: #79b8ff;
    --old: #4d1b1e; --made: #12361f; --bad: #ff8a80; --warn: #e3b341; --fine: #56d364;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1.5rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
code { font: .85rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--page); padding: .3rem .6rem; }
.quiet, .file, .rule, .what { color: var(--quiet); }
.rule, .what, .file { font-size: .85rem; }
.verdict { border-left: .3rem solid var(--fine); padding: .5rem .8rem; background: var(--card); }
.note { border-left: .3rem solid var(--warn); padding: 0 .8rem; }
.verdict.stops { border-color: var(--bad); }
.classes { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .6rem; padding: 0; }
.classes a { display: block; height: 100%; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card);
  color: inherit; text-decoration: none; }
.classes a:hover { border-color: var(--link); }
.classes b { display: flex; justify-content: space-between; }
.classes span { font-size: .85rem; color: var(--quiet); }
.classes b span { font-size: inherit; color: inherit; }
.identity, .sync-fails { color: var(--bad); }
.exposure, .outage, .order, .by-hand, .no-effect { color: var(--warn); }
.finding, .object { border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; background: var(--card); }
.finding > summary, .object > summary { padding: .6rem .8rem; cursor: pointer; }
.finding > div { padding: 0 .8rem .7rem; }
.todo::before { content: "To do: "; font-weight: 600; }
.acknowledged { color: var(--fine); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; width: 100%; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { font-weight: 600; white-space: nowrap; }
td:first-child { min-width: 13rem; }
pre { margin: .5rem 0; padding: .5rem .6rem; white-space: pre-wrap; border: 1px solid var(--line); border-radius: .3rem; background: var(--page); }
.picture { overflow-x: auto; margin: 0; padding: .5rem; border: 1px solid var(--line); border-radius: .5rem; }
.picture svg { display: block; margin: 0 auto; max-width: none; }
.diff { padding: 0 .4rem .6rem; overflow-x: auto; }
.diff p { padding: 0 .4rem; }
.rows { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: .4rem; }
.rows code { display: block; white-space: pre-wrap; padding: 0 .4rem; }
.rows del, .rows ins { text-decoration: none; display: block; }
.rows del { background: var(--old); }
.rows ins { background: var(--made); }
.rows del code::before { content: "- "; }
.rows ins code::before { content: "+ "; }
.same > summary { color: var(--quiet); font-size: .85rem; padding: .2rem .4rem; cursor: pointer; }
@media (max-width: 45rem) {
  body { padding: 1rem .8rem; }
  .rows { grid-template-columns: minmax(0, 1fr); }
  .rows .none, .rows .second { display: none; }
  table, tbody, tr, td { display: block; width: 100%; }
  thead { position: absolute; left: -200vw; }
  tr { border: 1px solid var(--line); margin: .4rem 0; }
  td { border: 0; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); }
  td:empty { display: none; }
  .picture svg { zoom: .75; }
}
@media print {
  details:not([open]) > *:not(summary) { display: block; }
  .picture svg { max-width: 100%; }
}
`;
