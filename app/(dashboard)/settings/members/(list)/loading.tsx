import { Loading, RowsSkeleton } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <RowsSkeleton />
  </Loading>
)

export default PageLoading
