// Everything here only adds comfort: each page works without it.
import { askFirst } from "./js/confirm.js";
import { countDown } from "./js/countdown.js";
import { countCharacters } from "./js/count.js";
import { watchKeys } from "./js/keys.js";
import { moveInGrids } from "./js/grid.js";
import { sayWhatIsKept } from "./js/keep.js";
import { closePopups } from "./js/popup.js";
import { watchDownloads } from "./js/download.js";
import { watchLoading } from "./js/loading.js";
import { watchUploads } from "./js/uploads.js";
import { sendOnce } from "./js/busy.js";
import { clearAtSignOut } from "./js/sign-out.js";
import { tellAgain } from "./js/told.js";
import { switchTheme } from "./js/theme-switch.js";

sendOnce(); // before askFirst: a form on its way is not asked about again
clearAtSignOut(); // before askFirst: it decides whether there is something to ask
askFirst();
countCharacters();
countDown();
watchKeys(); // before closePopups: what Escape means is decided while the menu is still open
closePopups();
moveInGrids();
switchTheme();
watchDownloads();
watchLoading();
watchUploads();
sayWhatIsKept();

// The sentence that says what went wrong takes the focus, so that it is read out and in sight.
const first = document.querySelector("[data-focus]");
if (first) first.focus();
else tellAgain(document.getElementById("messages"));
