import { redirect } from 'next/navigation'

const Home = () => redirect('/apps')

export default Home
