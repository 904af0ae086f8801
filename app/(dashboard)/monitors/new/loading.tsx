import { FormSkeleton, HeadSkeleton, Loading } from '@/components/ui/skeleton'

const PageLoading = () => (
  <Loading>
    <HeadSkeleton above />
    <FormSkeleton />
  </Loading>
)

export default PageLoading
