// What a web page of an agency does with frappe-js-sdk, unmodified; prints step → result.
// Addresses and keys come from environment variables. Node keeps no cookies: the session of the
// password is carried by hand, as a browser would.
import { FrappeApp } from 'frappe-js-sdk'

const { SITE_URL, SITE_USER, SITE_PASSWORD, SITE_KEY, SITE_SECRET, AGENCY, OTHER_AGENCY, PROCEDURE } =
  process.env
const DOCTYPE = 'ISO Procedure'

function told(promise) {
  return promise.then(
    (answer) => ({ answered: answer }),
    (error) => ({ status: error.httpStatus, type: error.exc_type, text: error.exception }),
  )
}

async function session() {
  const app = new FrappeApp(SITE_URL)
  const cookies = []
  app.axios.interceptors.response.use((response) => {
    cookies.push(...(response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]))
    return response
  })
  const login = await app.auth().loginWithUsernamePassword({
    username: SITE_USER,
    password: SITE_PASSWORD,
  })
  app.axios.defaults.headers.common.Cookie = cookies.join('; ')
  const user = await app.auth().getLoggedInUser()
  await app.auth().logout()
  const wrong = await told(
    new FrappeApp(SITE_URL).auth().loginWithUsernamePassword({ username: SITE_USER, password: 'no' }),
  )
  return { login, user, after_logout: await told(app.db().getDocList(DOCTYPE)), wrong }
}

async function read(db) {
  const mine = [['agency', '=', AGENCY]]
  return {
    list: await db.getDocList(DOCTYPE),
    page: await db.getDocList(DOCTYPE, {
      fields: ['name', 'code'],
      filters: mine,
      orderBy: { field: 'code', order: 'desc' },
      limit_start: 1,
      limit: 2,
    }),
    either: await db.getDocList(DOCTYPE, {
      fields: ['code'],
      orFilters: [['code', '=', 'QT-01'], ['code', '=', 'QT-02']],
    }),
    grouped: await db.getDocList(DOCTYPE, { fields: ['workflow_state'], groupBy: 'workflow_state' }),
    rows: await db.getDocList(DOCTYPE, { fields: ['name', 'code'], asDict: false, limit: 1 }),
    one: await db.getDoc(DOCTYPE, PROCEDURE),
    last: await db.getLastDoc(DOCTYPE),
    count: await db.getCount(DOCTYPE, mine),
    value: await db.getValue(DOCTYPE, ['title', 'code'], [['name', '=', PROCEDURE]]),
    single: await told(db.getSingleValue('System Settings', 'language')),
  }
}

async function write(app) {
  const db = app.db()
  const draft = { agency: AGENCY, code: 'QT-JS', title: 'Từ trang web', procedure_kind: 'Internal' }
  const steps = [{ step_no: 1, step_name: 'Tiếp nhận', responsible_role: 'Công chức', duration: 4 }]
  const made = await db.createDoc(DOCTYPE, { ...draft, steps })
  const updated = await db.updateDoc(DOCTYPE, made.name, { title: 'Đã đổi' })
  const set = await db.setValue(DOCTYPE, made.name, 'purpose', 'Thử')
  const stale = await told(db.updateDoc(DOCTYPE, made.name, { title: 'x', modified: made.modified }))
  const progress = []
  const uploaded = await app.file().uploadFile(
    new File(['một hai ba'], 'ghi chú.txt', { type: 'text/plain' }),
    { isPrivate: true, doctype: DOCTYPE, docname: made.name },
    (sent, total) => progress.push([sent, total]),
  )
  const deleted = await db.deleteDoc(DOCTYPE, made.name)
  return { made, updated, set, stale, uploaded: uploaded.data.message, progress, deleted }
}

async function call(app) {
  const calls = app.call()
  return {
    get: await calls.get('frappe.client.get_count', { doctype: DOCTYPE }),
    get_object: await calls.get('frappe.client.get_list', { doctype: DOCTYPE, fields: ['name'], limit_page_length: 1 }),
    post: await calls.post('frappe.desk.search.search_link', { doctype: DOCTYPE, txt: 'QT-01' }),
    workflow: await calls.post('frappe.model.workflow.get_transitions', {
      doc: { doctype: DOCTYPE, name: PROCEDURE },
    }),
    unknown: await told(calls.get('frappe.nothing.at_all')),
  }
}

async function refusals(db) {
  return {
    foreign: await db.getDocList(DOCTYPE, { filters: [['agency', '=', OTHER_AGENCY]] }),
    insert: await told(db.createDoc(DOCTYPE, { agency: OTHER_AGENCY, code: 'QT-X', title: 'x' })),
    missing: await told(db.getDoc(DOCTYPE, 'nothing')),
    closed: await told(db.getDoc('User', 'Administrator')),
  }
}

const token = { useToken: true, token: () => `${SITE_KEY}:${SITE_SECRET}`, type: 'token' }
const app = new FrappeApp(SITE_URL, token)
const result = {
  session: await session(),
  read: await read(app.db()),
  write: await write(app),
  call: await call(app),
  refusals: await refusals(app.db()),
}
process.stdout.write(JSON.stringify(result))
