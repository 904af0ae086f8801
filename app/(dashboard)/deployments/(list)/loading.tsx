import { HeadSkeleton, Loading, RowsSkeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <HeadSkeleton />
    <RowsSkeleton rows={8} />
  </Loading>
)

export default PageLoading
