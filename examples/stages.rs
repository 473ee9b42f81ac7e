use std::time::Instant;
use std::path::Path;
use oshirase::*;
fn main(){
    let t=Instant::now();
    let p=project::Project::open(Path::new("/tmp/p1000")).unwrap();
    let s=p.load().unwrap(); println!("load {:?}",t.elapsed()); let t=Instant::now();
    let c=check::check(&s); println!("check {:?}",t.elapsed()); let t=Instant::now();
    let f=c.shared.unwrap();
    let fonts=typeset::Fonts::load(vec![]).ok().unwrap(); println!("fonts {:?}",t.elapsed()); let t=Instant::now();
    let e=template::Engine::new(&s.templates,&f.office,f.incident.clone(),f.notices[0].clone()).ok().unwrap(); println!("engine {:?}",t.elapsed()); let t=Instant::now();
    let files=std::sync::Arc::new(typeset::Files::new(fonts,"templates/report.typ",s.templates.iter().map(|t|(t.source.name.as_str(),t.source.text.as_str())),vec![]).unwrap());println!("files {:?}",t.elapsed());
    let mut ts=typeset::Typesetter::new(files);
    let (mut r,mut co,mut ex,mut ev,mut gl)=(0.0,0.0,0.0,0.0,0.0);
    let step:usize=std::env::var("STEP").map(|s|s.parse().unwrap()).unwrap_or(1); for (i,cl) in c.clients.iter().step_by(step).take(60).enumerate(){
        if i==1 {println!("first: {r} {co} {ex}");} if i==10 {r=0.0;co=0.0;ex=0.0;ev=0.0;gl=0.0;}
        let t=Instant::now(); let src=e.render(cl).ok().unwrap(); r+=t.elapsed().as_secs_f64();
        let t=Instant::now(); let d=ts.compile(&src).ok().unwrap(); co+=t.elapsed().as_secs_f64();
        let t=Instant::now(); let m=d.missing_glyphs(); gl+=t.elapsed().as_secs_f64(); assert!(m.is_empty());
        let t=Instant::now(); let b=d.export("x",&ts).ok().unwrap(); ex+=t.elapsed().as_secs_f64(); std::hint::black_box(b);
        let t=Instant::now(); typeset::forget_unused(); ev+=t.elapsed().as_secs_f64();
    }
    println!("ms/letter: render {:.3} compile {:.3} glyphs {:.3} export {:.3} evict {:.3}",r*20.0,co*20.0,gl*20.0,ex*20.0,ev*20.0);
}
