import { areaPath, drawing, levelsOf, linePath, placeOf, type Values } from './geometry'

/** A line as small as a word, with a red foot where there were errors. What it says stands beside it in figures. */
export const SparkLine = ({ values, isBad }: { values: Values; isBad: readonly boolean[] }) => {
  const { top } = levelsOf([values])
  const width = drawing.width / Math.max(1, values.length)
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
      {isBad.map((bad, index) =>
        bad ? (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place
            key={index}
            x={placeOf(index, values.length) * drawing.width - width / 2}
            y={drawing.height - 14}
            width={width}
            height={14}
            className="fill-bad"
          />
        ) : null,
      )}
    </svg>
  )
}
