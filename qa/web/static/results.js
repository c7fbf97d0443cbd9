// Gradio closes the stream of its results once its server says that nothing more is to come. What was
// asked for while those words were on their way would wait for good (or for the next click of another
// kind): so while a result is awaited, the stream goes on instead of closing.

{
  const request = window.fetch.bind(window);
  const awaited = new Set(); // the runs that the server has taken on
  const early = new Set(); // those whose result came before the server's word that it took them on

  const take = ({ event_id }) => {
    if (!early.delete(event_id)) awaited.add(event_id);
  };
  const complete = ({ event_id }) => {
    if (!awaited.delete(event_id)) early.add(event_id);
  };

  // Whether a message goes on to the page; it is not to hear of the end while a result is awaited.
  const isPassedOn = (message) => {
    if (message.includes('"process_completed"')) complete(JSON.parse(message.replace(/^data: /, "")));
    return !message.includes('"msg":"close_stream"') || !awaited.size;
  };

  const goOn = (response, reopen) => {
    const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
    let reader = response.body.getReader();
    let begun = "";
    const read = async () => {
      const { done, value } = await reader.read();
      const messages = (begun + decoder.decode(value, { stream: !done })).split("\n\n");
      begun = messages.pop();
      const passed = messages.filter(isPassedOn);
      const isKept = passed.length < messages.length;
      if (isKept) reader = (await reopen()).body.getReader();
      return { done: done && !isKept, text: passed.map((message) => `${message}\n\n`).join("") };
    };
    const pull = async (to) => {
      const { done, text } = await read();
      if (text) to.enqueue(encoder.encode(text));
      if (done) to.close();
      else if (!text) await pull(to);
    };
    return new ReadableStream({ pull, cancel: () => reader.cancel() });
  };

  window.fetch = async (...all) => {
    const response = await request(...all);
    const address = String(all[0]?.url ?? all[0]);
    if (!response.ok) return response;
    if (address.includes("/queue/join")) take(await response.clone().json());
    if (!address.includes("/queue/data")) return response;
    return new Response(goOn(response, () => request(...all)), response);
  };
}
