import { PageSkeleton } from '@/components/ui/skeleton'

const Loading = () => <PageSkeleton rows={8} />

export default Loading
