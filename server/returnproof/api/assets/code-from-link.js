// The QR code leads here with the code behind `#`, which no server and no log ever sees.
const code = /^#code=([0-9A-Za-z-]{1,40})$/.exec(location.hash);
const field = document.getElementById("code");
if (code && field) {
  field.value = code[1];
  history.replaceState(null, "", location.pathname);
}
