// Whether the service in this container can serve: asked by the container's health check.
const { OPS_PORT = '9464' } = process.env;
const answer = await fetch(`http://127.0.0.1:${OPS_PORT}/readyz`).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
