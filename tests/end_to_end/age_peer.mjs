// Seals and opens with npm's age-encryption. Arguments: the package's index.js. Standard input: one JSON job a line
// {"verb": "seal" | "open", "recipients", "identities", "passphrase", "armor", "data": base64}; one JSON answer a line.
import { createInterface } from "node:readline";

const age = await import(process.argv[2]);

async function seal(job) {
  const encrypter = new age.Encrypter();
  if (job.passphrase) {
    encrypter.setPassphrase(job.passphrase);
    encrypter.setScryptWorkFactor(10);
  }
  for (const recipient of job.recipients ?? []) encrypter.addRecipient(recipient);
  const file = await encrypter.encrypt(Buffer.from(job.data, "base64"));
  return job.armor ? Buffer.from(age.armor.encode(file)) : Buffer.from(file);
}

async function open(job) {
  const decrypter = new age.Decrypter();
  if (job.passphrase) decrypter.addPassphrase(job.passphrase);
  for (const identity of job.identities ?? []) decrypter.addIdentity(identity);
  const file = Buffer.from(job.data, "base64");
  return Buffer.from(await decrypter.decrypt(job.armor ? age.armor.decode(file.toString()) : file));
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  try {
    const result = job.verb === "seal" ? await seal(job) : await open(job);
    console.log(JSON.stringify({ data: result.toString("base64") }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
