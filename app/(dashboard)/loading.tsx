import { PageSkeleton } from '@/components/ui/skeleton'

const Loading = () => <PageSkeleton />

export default Loading
