// Requests to the server this page came from. It turns refusals into errors that say what to do.

/** A request that was not done: status, code, detail, advice. */
export class Refusal extends Error {
  constructor(status, body) {
    super(body.detail);
    this.status = status;
    this.code = body.code;
    this.detail = body.detail;
    this.advice = body.advice ?? "";
  }
}

async function request(method, path, body, type = "application/json") {
  let answer;
  try {
    const headers = body === undefined ? {} : { "content-type": type };
    answer = await fetch(`/v1${path}`, { method, headers, body, credentials: "same-origin" });
  } catch {
    throw new Refusal(0, { code: "offline", detail: "The server does not answer.", advice: "Is it still running?" });
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const nothing = { code: "http", detail: `The server refused (${answer.status}).` };
  throw new Refusal(answer.status, await answer.json().catch(() => nothing));
}

export const get = (path) => request("GET", path);
export const post = (path, value) => request("POST", path, JSON.stringify(value));
export const remove = (path) => request("DELETE", path);

/** Send a file as it is. */
export function upload(path, file) {
  const type = file.type === "application/pdf" ? file.type : "application/octet-stream";
  return request("POST", path, file, type);
}

/** A name for a command, chosen here so that sending it twice does it once. */
export function commandId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
