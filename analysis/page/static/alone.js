// The page that stands alone: everything it shows is in the file.

import { mount } from "./page.js";

const given = document.querySelector('script[type="application/json"]');
mount(document.querySelector("body > div"), JSON.parse(given.textContent), null, true);
