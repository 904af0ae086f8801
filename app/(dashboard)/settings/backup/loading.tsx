import { FormSkeleton, Loading, RowsSkeleton, Skeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <div className="mb-3 flex items-end justify-between border-b pb-2">
      <div>
        <Skeleton className="h-6 w-28" />
        <Skeleton className="mt-1 h-4 w-96 max-w-full" />
      </div>
      <Skeleton className="h-8 w-32" />
    </div>
    <RowsSkeleton rows={4} />
    <div className="mt-10">
      <FormSkeleton />
    </div>
  </Loading>
)

export default PageLoading
