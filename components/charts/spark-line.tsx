import { areaPath, barsPath, drawing, levelsOf, linePath, type Values } from './geometry'

/** In the drawing's units. */
const footHeight = 14

/** A line as small as a word, with a red foot where there were errors. What it says stands beside it in figures. */
export const SparkLine = ({ values, isBad }: { values: Values; isBad: readonly boolean[] }) => {
  const { top } = levelsOf([values])
  return (
    <svg
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="h-6 w-24 overflow-visible"
    >
      <line
        x2={drawing.width}
        y1={drawing.height}
        y2={drawing.height}
        className="stroke-line"
        vectorEffect="non-scaling-stroke"
      />
      <path d={areaPath(values, top)} className="fill-accent/12" />
      <path
        d={linePath(values, top)}
        className="fill-none stroke-accent"
        strokeWidth="1.25"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={barsPath(
          isBad.map((bad) => (bad ? footHeight : null)),
          drawing.height,
        )}
        className="fill-bad"
      />
    </svg>
  )
}
