/** Inverse document frequency that stays sensible in a knowledge base of a handful of passages. */

/** The background counts as this many passages when it is blended with the tenant's own counts. */
export const BACKGROUND_PASSAGES = 30;
/** Background value of a term outside the table: rare in general text. */
export const RARE_TERM_IDF = 5.5;

/**
 * Stems common in general English prose, by ln(passages / passages with the term). Counted over the passages of the
 * development sets (SQuAD 2.0, mtRAG), each set weighing the same; words of their subjects were taken out by hand.
 */
const COMMON_TERMS: Readonly<Record<string, string>> = {
  '2.0':
    'us on includ time state first servic provid need inform year mani may new follow make system see ' +
    'get two work call like number requir support form exampl help unit creat general com chang set ' +
    'differ must base manag',
  '2.5':
    'well day part area howev public develop name take govern high direct peopl known data avail access ' +
    'case home type locat law way order complet center much main addit increas even relat result person ' +
    'offer contact within oper place world nation allow resourc plan account respons member contain ' +
    'sinc long local mean countri find power import report major want offic term secur show larg appli ' +
    'start common option process open live end learn applic program go continu activ citi right pay ' +
    'anoth polici group often made run three limit rule sever tell explain',
  '3.0':
    'build specif found counti current establish busi view univers list later less control centuri ' +
    'request design effect connect present small content region level caus still origin around forc ' +
    'close cost might question without protect file health user return organ product earli becom period ' +
    'back act famili educ second hous rate receiv updat water life consid incom along care associ point ' +
    'money compani network usual imag offici space issu due valu free hour field communiti individu ' +
    'amount ask produc last depend interest refer give non near month know select reduc problem site ' +
    'possibl exist move either custom assist although meet intern land benefit natur search page detail ' +
    'date everi comput step visit action school great social claim depart particular perform author ' +
    'featur econom share theori remain across polit self releas privat administr event document ' +
    'standard financi ad lower popul function studi medic record address good condit higher note price ' +
    'central begin best bodi practic singl prevent scienc check sourc websit defin abl engin four sign ' +
    'modern whether team histori physic object least occur generat parti complex separ enter link legal ' +
    'various project million properti human serv consist becam ag full key low section repres come line ' +
    'buy charg civil special research add model languag role invest',
  '3.5':
    'understand largest payment keep schedul lead describ improv total throughout similar combin given ' +
    'involv save next independ advanc collect click certain reason version specifi appear phone typic ' +
    'signific rang play onlin cover experi other side determin accord bill code test union today decis ' +
    'technolog explor employ superior old among ca look primari email third pass season environ risk ' +
    'built success better review default choos cultur industri measur submit send structur construct ' +
    'store class student instead multipl though identifi facil futur size flow enabl host initi say ' +
    'tabl method train reach held estim entir put map park sure quick actual suggest agenc appoint led ' +
    'final hold posit ensur yes rather answer thing wide resid alway emerg institut va previous averag ' +
    'accept happen configur basic subject travel top observ gain outsid seri equal tradit affair judg ' +
    'purchas late maintain decid alreadi text began children short histor indic log regul integr goal ' +
    'former far recent annual read almost affect real except distribut global thus prepar impact larger ' +
    'popular influenc pressur week capit job particip compar turn sometim command messag cours past ' +
    'situat left five opportun concept sent strong post app copi death drive think treatment consum ' +
    'council compon said format notic presid matter remov littl middl stay sale suppli carri traffic ' +
    'replac simpl etc enough fail attack believ black energi tool divis longer potenti away instal idea ' +
    'pm someon anyth everyth pleas someth anyon got wonder',
  '4.0':
    'worker lot expand status platform balanc grant introduc colleg normal interfac factor ident server ' +
    'sell instruct valid element articl especi enforc word prime basi guid bring safeti disabl clear ' +
    'avoid principl toward launch recommend extend leav big greater elect room growth rout taken recogn ' +
    'constitut announc never purpos automat effici fact book volum materi abil safe focus probabl ' +
    'societi fix memori expens territori argu necessari parent half contribut appropri expect definit ' +
    'anim foreign publish adopt qualiti port let charact beyond transfer insur arriv monitor smaller ' +
    'machin trust solar women rest older someth write prior red food index demand movement match achiev ' +
    'ground sport maximum interact done librari street approach descript skill vote correct regist ' +
    'immedi paid loss figur approxim obtain web',
};

const BACKGROUND: ReadonlyMap<string, number> = new Map(
  Object.entries(COMMON_TERMS).flatMap(([idf, terms]) =>
    terms.split(' ').map((term) => [term, Number(idf)] as const),
  ),
);

/** Value of a term in general text, in nats. */
export function backgroundIdf(term: string): number {
  return BACKGROUND.get(term) ?? RARE_TERM_IDF;
}

/**
 * Robertson/Sparck Jones idf with the +1 of Lucene, `ln(1 + (N − df + 0.5)/(df + 0.5))`, blended with the background
 * by the number of passages: N / (N + BACKGROUND_PASSAGES) of the weight is the tenant's own.
 */
export function blendedIdf(passages: number, documentFrequency: number, background: number): number {
  const own = Math.log(1 + (passages - documentFrequency + 0.5) / (documentFrequency + 0.5));
  return (passages * own + BACKGROUND_PASSAGES * background) / (passages + BACKGROUND_PASSAGES);
}

/** Value of each term of a query. `documentFrequencies` may leave out terms that occur nowhere. */
export function queryIdf(
  terms: Iterable<string>,
  documentFrequencies: ReadonlyMap<string, number>,
  passages: number,
): Map<string, number> {
  const idf = new Map<string, number>();
  for (const term of terms) {
    idf.set(term, blendedIdf(passages, documentFrequencies.get(term) ?? 0, backgroundIdf(term)));
  }
  return idf;
}
