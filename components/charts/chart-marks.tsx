import Link from 'next/link'

/** A moment at which something was done, such as a deployment. */
export interface ChartMark {
  key: string
  /** From left to right, 0 to 1. */
  place: number
  label: string
  /** What it was, for those who ask. */
  title: string
  href: string
}

/** Marks nearer than this to the one after it, in parts of the width, keep their line and leave out their name. */
const nearest = 0.045

/** Vertical lines through a chart, each a way to what was done then. */
export const ChartMarks = ({ marks }: { marks: readonly ChartMark[] }) => (
  <ul aria-label="Deployments">
    {marks.map((mark, index) => {
      const next = marks[index + 1]
      const isNamed = next === undefined || next.place - mark.place > nearest
      return (
        <li
          key={mark.key}
          className="pointer-events-none absolute inset-y-0 border-l border-dashed border-line-strong"
          style={{ left: `${mark.place * 100}%` }}
        >
          {isNamed ? (
            <Link
              href={mark.href}
              title={mark.title}
              className="figures pointer-events-auto absolute -top-1 left-0 inline-flex min-h-6 -translate-x-1/2 items-center rounded-sm border bg-surface px-1.5 text-xs hover:bg-hover"
            >
              {mark.label}
              <span className="sr-only"> {mark.title}</span>
            </Link>
          ) : null}
        </li>
      )
    })}
  </ul>
)
