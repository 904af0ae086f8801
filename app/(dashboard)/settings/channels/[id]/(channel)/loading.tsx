import { Loading, RowsSkeleton, Skeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <Skeleton className="mb-3 h-4 w-40" />
    <Skeleton className="h-6 w-48" />
    <Skeleton className="mt-2 mb-6 h-4 w-80 max-w-full" />
    <Skeleton className="mb-4 h-4 w-96 max-w-full" />
    <Skeleton className="mb-10 h-8 w-64" />
    <RowsSkeleton rows={6} />
  </Loading>
)

export default PageLoading
