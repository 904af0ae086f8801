import { FormSkeleton, HeadSkeleton, Loading, RowsSkeleton, Skeleton } from '@/components/ui/skeleton'
import { WideCase } from './exhibit'

export const Skeletons = () => (
  <>
    <WideCase name="one bar, of the size of what comes">
      <Loading>
        <Skeleton className="h-8 w-40" />
      </Loading>
    </WideCase>
    <WideCase name="head of a page, with what stands above it">
      <Loading>
        <HeadSkeleton above />
      </Loading>
    </WideCase>
    <WideCase name="rows of a table">
      <Loading>
        <RowsSkeleton rows={2} />
      </Loading>
    </WideCase>
    <WideCase name="fields of a form">
      <Loading>
        <FormSkeleton />
      </Loading>
    </WideCase>
  </>
)
