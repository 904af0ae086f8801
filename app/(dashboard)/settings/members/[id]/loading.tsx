import { FormSkeleton, Loading } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <FormSkeleton />
  </Loading>
)

export default PageLoading
