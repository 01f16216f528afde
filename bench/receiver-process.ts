/** A receiver as a customer may have one: reads what it is told, thinks nothing, and answers that it has heard. Says its port when it listens. */
import { createServer } from 'node:http'

const server = createServer((asked, answer) => {
  asked.resume()
  asked.once('end', () => answer.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' && address ? address.port : 0)
})
process.once('SIGTERM', () => process.exit(0))
