import { OgoshipClient, UnknownIntegration } from 'ogoship-bigcommerce-client';

// Where Temporal is: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY of the environment.
const ogoship = await OgoshipClient.connect();
try {
  const { stage, summary } = await ogoship.integration(process.argv[2] ?? 'abc123').status();
  console.log(`${stage}: ${summary}`);
} catch (error) {
  if (!(error instanceof UnknownIntegration)) throw error;
  console.log(`${error.message} Expected: ${error.expected}.`);
}
await ogoship.close();
