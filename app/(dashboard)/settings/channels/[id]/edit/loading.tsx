import { FormSkeleton, Loading, Skeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <Skeleton className="mb-3 h-4 w-56" />
    <FormSkeleton />
  </Loading>
)

export default PageLoading
