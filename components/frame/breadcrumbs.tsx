import Link from 'next/link'

/** Where one is, and the way up. */
export const Breadcrumbs = ({ way, here }: { way: readonly { href: string; title: string }[]; here: string }) => (
  <nav aria-label="Breadcrumbs" className="mb-2 text-sm wrap-anywhere text-muted">
    <ol className="flex flex-wrap gap-x-1.5">
      {way.map(({ href, title }) => (
        <li key={href} className="flex gap-x-1.5">
          <Link href={href} className="hover:text-text hover:underline">
            {title}
          </Link>
          <span aria-hidden>/</span>
        </li>
      ))}
      <li aria-current="page">{here}</li>
    </ol>
  </nav>
)
