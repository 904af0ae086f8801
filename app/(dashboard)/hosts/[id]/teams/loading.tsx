import { HeadSkeleton, Loading, RowsSkeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <HeadSkeleton above />
    <RowsSkeleton rows={4} />
  </Loading>
)

export default PageLoading
