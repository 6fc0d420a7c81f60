/* Shows times in the zone of this device until somebody chooses one; the page works without. */

const form = document.querySelector("form[data-guess-zone]");
const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (form && guess && form.zone.value !== guess) {
  form.zone.value = guess;
  if (form.zone.value === guess) {
    location.replace(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  } else {
    form.zone.value = form.zone.querySelector("[selected]").value;
  }
}
