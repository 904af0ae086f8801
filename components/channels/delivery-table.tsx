import { HeadCell, Table, TableBody, TableHead } from '@/components/ui/table'
import { DeliveryRow, type ShownDelivery } from './delivery-row'

interface DeliveryTableProps {
  deliveries: readonly ShownDelivery[]
  now: string
  resend: Parameters<typeof DeliveryRow>[0]['resend']
}

/** What was told to a channel, newest first. */
export const DeliveryTable = ({ deliveries, now, resend }: DeliveryTableProps) => (
  <Table>
    <TableHead>
      <HeadCell className="w-44">Status</HeadCell>
      <HeadCell>Message</HeadCell>
      <HeadCell className="w-32">When</HeadCell>
      <HeadCell className="w-32">Attempts</HeadCell>
      <HeadCell className="w-28">
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
    <TableBody>
      {deliveries.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} now={now} resend={resend} />
      ))}
    </TableBody>
  </Table>
)
